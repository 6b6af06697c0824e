#include "engine/ledger/commitment.hpp"

namespace redress::ledger {

std::string commitment_to(Salt const& salt, Bytes bytes) { return hex(hmac_sha256(salt, bytes)); }

bool commitment_holds(std::string_view commitment, Salt const& salt, Bytes bytes) {
  auto const claimed = digest_from_hex(commitment);
  return claimed && constant_time_equal(*claimed, hmac_sha256(salt, bytes));
}

}  // namespace redress::ledger
