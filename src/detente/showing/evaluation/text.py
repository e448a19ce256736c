from detente.evaluating.evaluation import Evaluation


def draw(found: Evaluation, errors: int) -> None:
    print(found.figures)
