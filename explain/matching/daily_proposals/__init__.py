"""One day of Parcoursup: who receives an offer, with or without a place in a boarding house.

    day          the state of a morning, in columns: programmes, houses, wishes
    layout       the same, indexed: persons in a programme, candidates of a house
    offers       who receives an offer while the bars of the houses stay where they are
    bars         the highest bars that may be tried, lowered until no house is too full
    responder    what is answered and given up without the candidate
    proposing    the whole day: offers, answers, offers again, until nothing moves
    conditions   the ministry's own checks P1 to P7, run after every calculation

The specification is the ministry's, “Document de présentation des algorithmes de Parcoursup”
(2018 to 2023), with the notes that stand beside the published code. Nothing here is deferred
acceptance: wishes are not ranked, and an offer made is not taken back; only a candidate, or the
automatic responder that she switched on, gives one up.
"""
