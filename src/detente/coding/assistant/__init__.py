"""An optional second reader: a language model behind an OpenAI-compatible endpoint, off unless asked for.

It may propose acts that the coder missed, or check those that it found. Whatever it answers must name words that stand in
the text; the rest of a mention (time, source, terms, place) comes from the modules that read every other mention. One
request holds sentences of one document only, so a text that talks to the model can mislead it about itself alone.
"""
