"""Are the right sections found?"""
