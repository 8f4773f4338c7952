"""The closed list of events worth recording, and the chain that shows none was removed.

Pure; imports nothing of ours.
"""
