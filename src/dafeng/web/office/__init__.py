"""The carbon office: the year's calendar, letters in and out, decisions."""
