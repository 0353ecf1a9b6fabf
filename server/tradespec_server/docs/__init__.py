"""The reference at `/docs`: a page around Scalar's bundle, with a panel that signs the requests tried there."""

__all__: list[str] = []
