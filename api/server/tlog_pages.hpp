// The ledger as static files (C2SP tlog-tiles) under /v1/tlog: the signed head, tiles of hashes, entries in bundles.
//
// GET /v1/tlog/checkpoint                       any token
// GET /v1/tlog/tile/<L>/<N>[.p/<W>]             auditors and admins
// GET /v1/tlog/tile/entries/<N>[.p/<W>]         auditors of the whole deployment: entries name every shop's cases
// May read the disk. Any thread.
#pragma once

#include "api/http/message.hpp"
#include "api/service/ledger_signer.hpp"
#include "engine/cases/store.hpp"

#include <optional>

namespace redress::api {

/// Nothing for a path that is not under /v1/tlog.
std::optional<http::Response> tlog_page(http::Head const& head, Actor const& actor, LedgerSigner& signer, Store& store);

}  // namespace redress::api
