// A change of the nearest yes in words, and the call that makes it.
#pragma once

#include "engine/cases/nearest_yes.hpp"

namespace redress {

Change change_of(Lever const& lever, Lever::Setting const& setting, World const& world, Question const& question);

/// 买家, 卖家 ... and the English name.
Says words_for(Party party);

}  // namespace redress
