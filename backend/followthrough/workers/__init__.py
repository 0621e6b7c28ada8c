"""What happens when nobody does anything: claim, sweep, deliver."""
