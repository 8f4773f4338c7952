"""What a questionnaire is, what its rules mean, and which pages an interview must visit.

Plain Python: values in, values out. Imports nothing of ours, reads no file, knows no clock, words nothing.
Begin with `definition`, then `view.evaluate`, which every other room reads.
"""
