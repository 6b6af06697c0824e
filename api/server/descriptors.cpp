#include "api/server/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace redress::api {

std::size_t raise_descriptors(std::size_t wanted) {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return wanted;
  auto const most = now.rlim_max == RLIM_INFINITY ? rlim_t{wanted} : std::min<rlim_t>(wanted, now.rlim_max);
  if (now.rlim_cur < most) {
    rlimit const raised{most, now.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) now.rlim_cur = most;
  }
  return static_cast<std::size_t>(now.rlim_cur);
}

std::size_t connections_within(std::size_t descriptors, std::size_t wanted) {
  auto const left = descriptors > descriptors_of_ours ? descriptors - descriptors_of_ours : descriptors / 2;
  return std::clamp<std::size_t>(left, 1, std::max<std::size_t>(wanted, 1));
}

}  // namespace redress::api
