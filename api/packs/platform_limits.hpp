// What platforms take as proof in one call, as data; and which of it an item goes past.
//
// Sources: platform rules, sections 3.3 and 4.2. Where the reference writes KB or MB, the smaller reading (1 000 and
// 1 000 000 bytes) is taken, so that what is called fitting fits either way. No limit is invented where it gives none.
#pragma once

#include "engine/base/says.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress::packs {

/// What one call or form takes. Zero: the reference gives no such limit.
struct PlatformLimit {
  std::string_view call;  // as the platform names it; a form has a name of ours
  Says use;
  std::vector<std::string_view> platforms;
  std::vector<std::string_view> mimes = {};  // empty: not given
  std::int64_t image_bytes_max = 0;
  std::int64_t text_bytes_max = 0;
  std::int64_t images_max = 0;  // in one message
  std::string_view confidence;
  std::string_view source;
};

std::span<PlatformLimit const> platform_limits();

/// One call that does not take an item, and why.
struct LimitFinding {
  PlatformLimit const* limit;
  Says says;
};

/// What is known of an item; `text` where it is a text.
struct LimitedItem {
  std::string_view mime;
  std::int64_t size_bytes = 0;
  bool text = false;
};

/// In the order of the table; empty where every known call of that platform takes the item, or none is known.
std::vector<LimitFinding> limits_passed(std::string_view platform, LimitedItem const& item);

/// The calls whose limit on images in one message `images` goes past.
std::vector<LimitFinding> counts_passed(std::string_view platform, std::int64_t images);

bool is_image(std::string_view mime);

}  // namespace redress::packs
