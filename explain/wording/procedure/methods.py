"""How each method gives places, in short steps."""

from collections.abc import Mapping

from explain.issues import N_

METHODS: Mapping[str, tuple[str, ...]] = {
    "call_order": (
        N_("The committee ranks the candidates."),
        N_(
            "Candidates are then called one by one. Before each call, each minimum rate is checked."
        ),
        N_("If no rate would be missed, the first candidate left in the ranking is called."),
        N_("If a rate would be missed, the first candidate left of its group is called."),
        N_(
            "If both rates would be missed, the first scholarship holder from the area is called."
            " If none is left, it is the first scholarship holder."
        ),
        N_("The call order gives ranks. It does not give places: there is no cut-off here."),
    ),
    "daily_proposals": (
        N_("The call order of each programme says who comes first."),
        N_("A programme says how many people may hold an offer at once."),
        N_("Each day, offers go down the call order, up to that number."),
        N_(
            "For a bed, the programme must call you. Your rank in the boarding house must not go"
            " beyond its bar."
        ),
        N_("An automatic responder keeps the preferred offer, and gives the others back."),
        N_("What is given back is offered again on the same day, until nothing moves."),
        N_(
            "The last call rank with an offer is the cut-off of the day. A greater rank waits: the"
            " rank 1 comes first."
        ),
    ),
    "deferred_acceptance": (
        N_("Each person writes wishes in order. The preferred one comes first."),
        N_("Points rank the people who ask for a programme."),
        N_("First, everybody asks for the first wish."),
        N_(
            "Each programme keeps for now those who have the most points, as far as it has places."
            " It refuses the others."
        ),
        N_("Whoever is refused asks for the next wish. The programme then compares again."),
        N_("Somebody who was kept for now may still be refused, if others have more points."),
        N_("It ends when nobody has anything left to ask for. Places are then final."),
        N_(
            "The cut-off is the points of the last person admitted. If nobody was refused, there"
            " is none: the capacity is not reached."
        ),
    ),
    "points_with_capacity": (
        N_("Each request gets points."),
        N_("Requests are ranked: the most points come first."),
        N_("Places go to the first ones, as far as there are any."),
        N_(
            "The cut-off is the points of the last person admitted. If nobody was refused, there"
            " is none: the capacity is not reached."
        ),
    ),
}
