// What kind of file some bytes are, by libmagic's signatures: never by the name or the word of whoever sent them.
//
// Threads: any; each has a magic database of its own, loaded at its first question. Sniffing is no safety: a file can
// be two things at once, so whoever serves it must not let a browser guess again.
#pragma once

#include "engine/ledger/hash.hpp"

#include <string>

namespace redress::storage {

/// How much of a file is looked at. The same bytes always give the same answer on one machine.
inline constexpr std::size_t sniffed_bytes = 64 * 1024;

/// E.g. "image/jpeg"; "application/octet-stream" where nothing is known, "application/x-empty" for nothing at all.
/// `head` is the file's beginning, at most sniffed_bytes of it. FaultError `internal` where libmagic has no database.
std::string sniff_mime(ledger::Bytes head);

}  // namespace redress::storage
