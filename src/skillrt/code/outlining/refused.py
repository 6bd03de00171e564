"""The way out of a block that cannot become a program."""


class Refused(Exception):
    """A block that cannot become a program; the rule and the reason are its arguments."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(rule, reason)
        self.rule = rule
        self.reason = reason
