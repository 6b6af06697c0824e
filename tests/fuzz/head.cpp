// A request's head: the verdict depends on the bytes alone, not on how they were cut or what follows.
#include "api/http/head_check.hpp"
#include "tests/fuzz/fuzz_one.hpp"

#include <algorithm>

namespace redress::fuzz {

using api::http::HeadCheck;
using api::http::HeadVerdict;

void fuzz_one(std::string_view bytes) {
  auto const whole = api::http::check_head(bytes);
  api::http::HeadLimits const limits;
  if (whole.kind == HeadVerdict::Kind::complete) {
    require(whole.frame.size <= std::min(bytes.size(), limits.head_bytes), "a head is within the bytes and the limit");
    require(bytes.substr(0, whole.frame.size).ends_with("\r\n\r\n"), "a head ends with an empty line");
    require(api::http::check_head(bytes.substr(0, whole.frame.size)) == whole, "what follows a head changes nothing");
    require(api::http::check_head(bytes.substr(0, whole.frame.size - 1)).kind == HeadVerdict::Kind::incomplete,
            "a head is complete at its last byte and no earlier");
  }
  require(whole.kind != HeadVerdict::Kind::incomplete || bytes.size() <= limits.head_bytes,
          "past the limit nothing is waited for");
  // Steps of seven leave line ends on both sides of a cut; beyond 2 KiB whole lines have been cut often enough.
  for (std::size_t const step : {std::size_t{1}, std::size_t{7}}) {
    HeadCheck check;
    auto seen = HeadVerdict{};
    auto const end = std::min<std::size_t>(bytes.size(), 2048);
    for (std::size_t size = 0; size < end; size += step) seen = check.look(bytes.substr(0, size));
    seen = check.look(bytes);
    require(seen == whole, "the verdict does not depend on cuts");
  }
}

}  // namespace redress::fuzz
