// Reads the raw head of an HTTP/1.x request before the library's parser does, and turns away what two readers could
// understand differently.
//
// Pure: bytes in, verdict out. The verdict depends on the bytes alone, never on how they were cut into reads: it is
// reached at the end of a line or at a limit, and more bytes do not change it. Accepted is
//   head   = method SP target SP "HTTP/1." ("0" | "1") CRLF *( token ":" blanks value blanks CRLF ) CRLF
// with bodies framed by one Content-Length and by nothing else (see HeadRefusal for every reason against).
#pragma once

#include "api/http/head_refusal.hpp"
#include "api/http/limits.hpp"
#include "api/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace redress::api::http {

/// What an accepted head says about how its request is to be read and answered.
struct HeadFrame {
  std::size_t size = 0;  // bytes, the empty line included; the body begins there
  Method method = Method::get;
  std::uint64_t content_length = 0;
  bool keep_alive = true;  // the connection may carry another request
  bool expects_continue = false;
  bool websocket = false;

  bool operator==(HeadFrame const&) const = default;
};

struct HeadVerdict {
  enum class Kind { incomplete, refused, complete } kind = Kind::incomplete;
  HeadRefusal refusal = {};  // when refused
  HeadFrame frame = {};      // when complete; when refused, only the method, if it was read

  bool operator==(HeadVerdict const&) const = default;
};

class HeadCheck {
 public:
  explicit HeadCheck(HeadLimits const& limits = {}) : limits_(limits) {}

  /// `bytes` are all that came so far, from the head's first byte on; each call passes what the last one did, and more.
  /// Looks at no byte twice. After `refused` or `complete` it keeps saying so.
  HeadVerdict const& look(std::string_view bytes);

 private:
  using Reason = std::optional<HeadRefusal>;

  Reason take_request_line(std::string_view line);
  Reason take_field(std::string_view line);
  Reason take_content_length(std::string_view digits);
  Reason take_end();

  HeadLimits limits_;
  HeadVerdict verdict_;
  HeadFrame frame_;
  std::size_t line_begin_ = 0;
  std::size_t scanned_ = 0;  // no LF before this
  std::size_t fields_ = 0;
  std::uint32_t seen_ = 0;  // known fields, a bit each
  bool first_line_ = true;
  bool http_1_0_ = false;
  bool connection_close_ = false;
  bool connection_upgrade_ = false;
};

/// The same for bytes at hand.
inline HeadVerdict check_head(std::string_view bytes, HeadLimits const& limits = {}) {
  return HeadCheck(limits).look(bytes);
}

}  // namespace redress::api::http
