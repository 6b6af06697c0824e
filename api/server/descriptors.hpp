// How many files and connections the system lets this process hold.
#pragma once

#include <cstddef>

namespace redress::api {

/// Beside connections: the store, its log, readers, blobs, tiles, the children that look at pictures.
inline constexpr std::size_t descriptors_of_ours = 256;

/// Raises the soft limit to the hard one, as far as `wanted`, and gives what is allowed now. Lowers nothing.
std::size_t raise_descriptors(std::size_t wanted);

/// Of `descriptors`, how many connections may hold one: at least one, and no more than `wanted`.
std::size_t connections_within(std::size_t descriptors, std::size_t wanted);

}  // namespace redress::api
