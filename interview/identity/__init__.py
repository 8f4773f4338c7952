"""Whether somebody is known already: what a card of a person holds, and how alike two of them are."""
