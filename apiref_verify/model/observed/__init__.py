"""What many exchanges showed, counted so that the parts of a recording can be joined.

Joining two parts gives the counts that reading them one after the other would have given; of what is kept a few times
only (the first request that showed something, examples) the left part's come first. What strangers choose is kept up to
a bound, so that no recording can fill the memory: names and keys in the first place. Real ones come near none of them.
"""
