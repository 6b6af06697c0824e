// The console in a browser: index.html for every path of its router, and the files that page asks for.
//
// Quick and without blocking. Thread-safe.
#pragma once

#include "api/http/message.hpp"
#include "api/seam/ids.hpp"
#include "api/server/console_files.hpp"

#include <functional>
#include <optional>

namespace redress::api {

/// Nothing for a path that is not the console's.
std::function<std::optional<http::Response>(http::Head const& head)> console_pages(
    Ids& ids, std::span<ConsoleFile const> files = console_files(), std::string_view index = console_index());

/// What was compressed, again; "" for what is no gzip of so many bytes.
std::string inflated(std::string_view gzip, std::size_t plain_bytes);

/// Whether an Accept-Encoding field lets gzip be sent; an absent one does not.
bool takes_gzip(std::string_view accept_encoding);

/// What index.html may load, run and reach: this server, and what carries the nonce.
std::string content_security_policy(std::string_view nonce);

}  // namespace redress::api
