#include "api/cli/date_policy.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

void tell(Fault const& fault) {
  if (!fault.position.empty()) std::cerr << fault.position << ": ";
  std::cerr << fault.says.zh << "\n" << fault.says.en << "\n";
}

}  // namespace

std::optional<Exit> read_date_policy(std::vector<std::string> const& witness_vkeys, std::size_t witnesses_needed,
                                     std::string const& stamp_certificates_file, ledger::DatePolicy& policy) {
  policy.needed = witnesses_needed;
  for (auto const& vkey : witness_vkeys) {
    auto const key = ledger::VerifierKey::parse(vkey, ledger::KeyType::cosignature);
    if (!key) return tell(key.error()), Exit::usage;
    policy.witnesses.push_back(*key);
  }
  if (witnesses_needed > policy.witnesses.size())
    return tell(invalid_params("--witnesses-needed", "多于所给的见证人", "more than the witnesses that were given")),
           Exit::usage;
  if (stamp_certificates_file.empty()) return std::nullopt;
  std::ifstream in{stamp_certificates_file, std::ios::binary};
  if (!in)
    return tell({FaultKind::not_found, {"无法读取证书", "cannot read the certificates"}, stamp_certificates_file}),
           Exit::not_found;
  policy.stamp_certificates.assign(std::istreambuf_iterator<char>(in), {});
  return std::nullopt;
}

}  // namespace redress::cli
