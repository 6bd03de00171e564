"""The rooms of `bind-environment`: what is provided, where commands stand, how each changes, what is left to say."""
