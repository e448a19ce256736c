"""Which language a text is in, by its letters and their sequences (py3langid, after Lui & Baldwin 2012)."""

from __future__ import annotations

from functools import cache
from typing import Any

# Those that the press and the ministries write in most; with all 97 of the model, English full of foreign names is
# now and then taken for Nigerian Pidgin or Irish.
_LANGUAGES = (
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ka", "ko", "lt", "lv", "mn", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "th", "tr",
    "uk", "ur", "vi", "zh",
)  # fmt: skip
_LEAST = 0.9  # probability; of 3,822 English sentences none was taken for another language above it
_SAMPLE = 4000  # characters


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`; None where it is too short or too mixed to say."""
    sample = text[:_SAMPLE]
    if sum(c.isalpha() for c in sample) < 20:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _LEAST else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier
