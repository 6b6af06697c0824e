// Cases of every kind walked through the real desks at random: allowed moves, refused ones, evidence, facts and time.
#pragma once

#include "tests/api/house_of_desks.hpp"

#include <random>

namespace redress::api {

/// Opens `cases` cases and takes up to `steps_max` steps in each; the same seed walks the same way.
void walk_cases(HouseOfDesks& house, unsigned seed, int cases, int steps_max = 12);

}  // namespace redress::api
