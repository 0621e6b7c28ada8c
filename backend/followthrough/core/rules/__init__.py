"""The rule language: the tree, its type check, the Python evaluator, explain and the sentence printer."""
