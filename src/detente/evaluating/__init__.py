"""How good the answers are: what was coded against what a careful reader labelled.

One module per kind of labelled data reads it, has it coded, and says where the two differ; `evaluating.evaluate` finds
out which kind it is. Nothing here changes what is coded.
"""
