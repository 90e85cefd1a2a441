"""The sentence of a step, filled with the values of one calculation."""

from explain.rules.sentences import fill


def test_each_name_gives_way_to_its_value() -> None:
    assert fill("With {aid}, pay {bill}.", {"aid": "€20", "bill": "€24"}) == "With €20, pay €24."


def test_a_sentence_is_not_said_with_a_hole() -> None:
    """An exception that counts leaves the values of the ordinary formula unread."""
    assert fill("With {aid}, pay {bill}.", {"bill": "€0"}) is None
