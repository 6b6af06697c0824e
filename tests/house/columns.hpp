// How wide a line of UTF-8 stands on a screen: Chinese characters and full-width marks take two columns.
#pragma once

#include <cstddef>
#include <string_view>

namespace redress::house {

std::size_t columns_of(std::string_view line);

}  // namespace redress::house
