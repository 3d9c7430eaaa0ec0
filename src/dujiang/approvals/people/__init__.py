"""Who stands in for whom: deputies, absences, and handing everything over."""
