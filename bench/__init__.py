"""What ``make bench`` measures. Figures only: nothing here passes or fails."""
