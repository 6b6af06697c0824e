// The first lines of an answer: status, the fields every answer carries, the answer's own.
//
// Private to api/http: including this drags in Beast.
#pragma once

#include "api/http/message.hpp"

#include <boost/beast/http/message.hpp>

namespace redress::api::http {

/// Fills in all but the body. Our own fields never let a browser guess a type, leak the address of a page, embed an
/// answer elsewhere or keep it in a cache; a Response replaces the last two kinds where it must.
void write_fields(boost::beast::http::header<false>& head, Response const& response, std::uint64_t content_length,
                  bool keep_alive);

/// Those fields that even a WebSocket handshake carries.
void write_security_fields(boost::beast::http::fields& fields);

}  // namespace redress::api::http
