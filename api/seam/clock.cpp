#include "api/seam/clock.hpp"

#include <chrono>

namespace redress::api {

Instant SystemClock::now() const {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace redress::api
