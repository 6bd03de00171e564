"""One task in one harness through the gateway: skills laid out, everything recorded, nothing left behind."""
