"""Models as artefacts that hold no code: sums of one term per input, and ensembles of trees."""
