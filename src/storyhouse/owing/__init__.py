"""What a shop owes today: answers, news, thanks, and a letter now and then."""
