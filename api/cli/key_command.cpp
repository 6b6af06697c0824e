// `redress audit rotate-key`: asks the server for the ledger's next key and says what to tell others.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"
#include "api/seam/ids.hpp"

#include <iostream>

namespace redress::cli {

Exit audit_rotate_key(Common const& common, RotateOptions const& options) {
  api::SystemClock const clock;
  api::SystemEntropy entropy;
  boost::json::object params{
      {"request_id", options.request_id.empty() ? api::Ids{clock, entropy}.next("rotate") : options.request_id},
      {"overlap_days", options.overlap_days}};
  if (!options.reason.empty()) params.emplace("reason", options.reason);
  auto const outcome = RpcClient{common.target}.call("audit.rotate_key", std::move(params));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  auto const text = [&](std::string_view name) { return std::string(outcome.result.at(name).as_string()); };
  std::cout << text("to") << "\n";
  std::cerr << "新公钥如上；请公布，并在 " << text("both_sign_until") << " 之前换用。在此之前旧密钥一并签名。\n"
            << "This is the new key. Publish it, have it pinned before " << text("both_sign_until")
            << "; until then the old one signs as well.\n";
  return Exit::ok;
}

}  // namespace redress::cli
