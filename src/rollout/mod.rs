//! Rollouts: ramp, watch, judge, roll back.
