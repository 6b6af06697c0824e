#include "tests/e2e/witness_process.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace redress::e2e {

WitnessProcess::WitnessProcess(std::filesystem::path const& data, std::string const& ledger) {
  auto const out = data.string() + ".out";
  std::filesystem::remove(out);
  auto const command = fmt::format("{} witness --data {} --ledger '{}' --listen 127.0.0.1:0 > {} 2>&1 & echo $!",
                                   REDRESS_BINARY, data.string(), ledger, out);
  auto* const pipe = ::popen(command.c_str(), "r");
  if (std::fscanf(pipe, "%d", &pid_) != 1) throw std::runtime_error("no witness");
  ::pclose(pipe);
  for (int i = 0; i < 200 && vkey.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
    std::ifstream in{out};
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("listening on ")) url = line.substr(13);
      if (line.starts_with("vkey ")) vkey = line.substr(5);
    }
  }
  if (vkey.empty()) throw std::runtime_error("the witness did not start");
}

void WitnessProcess::stop() {
  if (pid_ > 0) ::kill(pid_, SIGTERM);
  for (int i = 0; i < 200 && pid_ > 0 && ::kill(pid_, 0) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  pid_ = -1;
}

}  // namespace redress::e2e
