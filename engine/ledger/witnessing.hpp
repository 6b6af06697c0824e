// The exchange between a ledger and a witness (C2SP tlog-witness, add-checkpoint): its text, and what a witness says.
//
//   request = "old " size newline, (base64 hash newline)*, newline, the checkpoint as a signed note
//
// Pure: the witness keeps its state and signs (api/server/witness.hpp).
#pragma once

#include "engine/ledger/checkpoint.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redress::ledger {

struct CosignRequest {
  std::uint64_t old_size = 0;
  Proof proof = {};
  std::string note;

  bool operator==(CosignRequest const&) const = default;
};

std::string to_text(CosignRequest const& request);

/// At most 63 hashes. Fault `parse_error` with the line.
Result<CosignRequest> parse_cosign_request(std::string_view text);

/// What a witness answers to a request that it can read.
struct CosignVerdict {
  int status = 200;            // of HTTP: 200, 400, 403, 404, 409, 422
  bool tells_size = false;     // 409 because of the old size: `size` is what the witness has
  std::uint64_t size = 0;      // the size it has, 0 if none
  Says says = {};              // of every status but 200
  Checkpoint checkpoint = {};  // of 200: the one to be kept and cosigned
  std::string text = {};       // of 200: the note's text, which is what is signed
};

/// `keys`: those the witness knows, of any ledger. `last_of`: the checkpoint it cosigned last for an origin.
CosignVerdict weigh(CosignRequest const& request, std::span<VerifierKey const> keys,
                    std::function<std::optional<Checkpoint>(std::string_view origin)> const& last_of);

}  // namespace redress::ledger
