// What is known of the files and chats that a call hands in as evidence, looked up before the call is queued.
//
// Reading a file, sniffing its type and parsing a chat take their time, and all commands pass one writer: so it is done
// where the call arrives, and the writer only records. A fault of a chat is kept and told at its own position.
#pragma once

#include "api/service/evidence_intake.hpp"
#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace redress::api {

/// How many lines the conversation in these bytes has.
using CountLines = std::function<Result<std::size_t>(Evidence const& item)>;

struct NamedFile {
  std::optional<BlobFact> blob = {};              // nothing: no such file, or a text
  std::optional<Result<std::size_t>> lines = {};  // of an item with quotes
};

/// By the item's position as faults name it: "params", "params.evidence[2]".
using NamedFiles = std::map<std::string, NamedFile, std::less<>>;

/// Whether a call hands in an item with quotes: the one thing here that may take long.
bool names_a_chat(boost::json::object const& params);

/// Of every item in params, or in the list params.evidence. FaultError where the disk fails.
NamedFiles look_at_named_files(boost::json::object const& params, FindBlob const& find_blob,
                               CountLines const& count_lines);

}  // namespace redress::api
