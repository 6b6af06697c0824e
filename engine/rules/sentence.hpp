// Fills the {path} blanks of a rule's sentence with what the facts are, in the reader's language.
#pragma once

#include "engine/base/says.hpp"
#include "engine/facts/facts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::rules {

/// {order.paid_minor} -> "250.00": amounts are written in yuan; instants as Beijing time to the second, truths as 是 or
/// yes, an unknown fact as （未知） or (unknown). A blank that names no fact is left as it stands.
Says fill(Says const& sentence, Facts const& facts);

/// The blanks of one sentence: what is written between its braces.
struct Blank {
  std::size_t offset;  // of the opening brace, in bytes
  std::string_view path;
};
std::vector<Blank> blanks_of(std::string_view sentence);

/// "2026-01-05 10:00:00", Beijing time.
std::string beijing_time(Instant at);

/// "2026-01-05", the Beijing day that holds `at`.
std::string beijing_date(Instant at);

}  // namespace redress::rules
