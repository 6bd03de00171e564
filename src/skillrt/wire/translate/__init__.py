"""From one dialect to another: a harness reaches a model whose provider does not speak the harness's dialect.

A request goes through the normal form: `translate_request` gives it in the dialect of the provider, with what could
not be carried and with what the way back needs; `translate_response` and `StreamTranslation` go that way. Nothing is
kept between requests: the same request gives the same bytes, so that prompt caches hold.

What this leaves to the caller (the gateway): signed or encrypted thinking has a meaning for its provider only and is
dropped here in both directions. Whoever wants it back in later turns keeps a `Memory` by the ids of calls: `remember`
after each response, and the memory given to `translate_request`.
"""
