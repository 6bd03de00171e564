"""Documents as a reader meets them: sections, sentences, code blocks with what they are for, steps in order.

What a skill asks of the agent (primitives) and what it needs on the machine (environment) are both read off these.
"""
