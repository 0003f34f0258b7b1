"""The health page: how the site itself is doing, for administrators and for the programs that watch it.

It looks at every stage, so it stands above them all. It holds no personal data and no secret, only numbers and ages.
"""
