"""Other offices agree: the press office, the social media team, the ward manager. By a link, or told to the desk."""
