"""Text: measured in terminal cells, made safe to show, styled in spans, reduced to ASCII."""
