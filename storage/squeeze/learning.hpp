// Makes the dictionary that the next texts are squeezed under out of texts that the last one squeezed badly.
//
// Pure: the same lesson gives the same bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::storage {

/// Of texts that a dictionary holds; what was learnt first is forgotten first.
inline constexpr std::size_t dictionary_text_bytes_max = 112 * 1024;

struct Lesson {
  /// Texts that are kept for ever anyway: they may stand in a dictionary as they are.
  std::vector<std::string> lasting = {};
  /// JSON objects that may be destroyed one day. Of them only the names of members are learnt, and strings that
  /// `lasting` holds as well.
  std::vector<std::string> passing = {};
};

/// Whether a text would be better off with a dictionary that knows its like.
inline bool is_news(std::size_t text_bytes, std::size_t squeezed_bytes) { return 4 * squeezed_bytes > text_bytes; }

/// The bytes of a dictionary that knows what `known` (the one before, or "") knows, and the lesson. Nothing where texts
/// like those of the lesson would not get smaller by a fifth.
std::optional<std::string> learnt(std::string_view known, Lesson const& lesson);

/// What may be learnt of a text that does not last, beside `lasting`; "" where it is no JSON object.
std::string without_what_passes(std::string_view passing, std::string_view lasting);

}  // namespace redress::storage
