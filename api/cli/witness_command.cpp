// `redress witness`: starts a witness and prints where it listens and what its key is.
#include "api/cli/commands.hpp"
#include "api/server/logging.hpp"
#include "api/server/witness.hpp"

#include <iostream>

namespace redress::cli {

Exit witness(WitnessCommandOptions const& options) {
  api::start_logging(false);
  auto const served = api::serve_witness({options.data_dir, options.listen, options.name, options.ledgers},
                                         [](std::string const& url, std::string const& vkey) {
                                           std::cout << "listening on " << url << "\nvkey " << vkey << std::endl;
                                         });
  if (served) return Exit::ok;
  auto const& fault = served.error();
  std::cerr << fault.says.zh << "\n" << fault.says.en << "\n";
  if (!fault.position.empty()) std::cerr << "(" << fault.position << ")\n";
  return fault.kind == FaultKind::invalid_params ? Exit::usage : Exit::failed;
}

}  // namespace redress::cli
