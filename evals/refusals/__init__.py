"""Was the right kind of answer, or of silence, given?"""
