// Reads single HTTP field values: words, bearer tokens, media types, origins, byte ranges.
//
// Pure. Arguments are values without surrounding blanks; results borrow from them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace redress::api::http {

/// Equal but for ASCII case, as field names and most HTTP words are compared.
bool same_word(std::string_view a, std::string_view b);

/// RFC 9110 section 5.6.2: the bytes a method, a field name or a parameter name may be made of; at least one.
bool is_token(std::string_view text);

std::string_view without_blanks(std::string_view text);

/// Cuts the next item off a comma-separated list, without blanks; `list` becomes the rest. Empty items come out empty.
std::string_view next_item(std::string_view& list);

/// Whether the comma-separated list holds the word, in any case.
bool lists_word(std::string_view list, std::string_view word);

/// The token of "Bearer TOKEN" (RFC 6750), or empty for another scheme and for bytes no token has.
std::string_view bearer_token(std::string_view authorization);

/// The value of the cookie of that name in a Cookie field (RFC 6265, section 4.2), or empty: none, or a name told
/// twice, since somebody else may have set the other one.
std::string_view cookie_named(std::string_view field, std::string_view name);

/// application/json with any parameters.
bool is_json(std::string_view content_type);

/// Whether a page of `origin` may call the host it was told to call: the same host and port, or one of `allowed`.
/// A proxy may have ended TLS before us, so the scheme only tells the default port.
bool origin_may_call(std::string_view origin, std::string_view host, std::span<std::string const> allowed);

/// host[:port] as a Host field carries it: a name, an IPv4 address or an IPv6 address in brackets.
bool is_host(std::string_view text);

bool is_sha256_hex(std::string_view text);

/// What a Range field asks of a representation of `size` bytes. Only "bytes" with one range is served; anything else,
/// and anything malformed, is answered with the whole, as RFC 9110 section 14.2 allows.
struct ByteRange {
  enum class Kind { whole, part, unsatisfiable } kind = Kind::whole;
  std::uint64_t first = 0;  // of a part
  std::uint64_t count = 0;

  bool operator==(ByteRange const&) const = default;
};
ByteRange read_range(std::string_view range, std::uint64_t size);

}  // namespace redress::api::http
