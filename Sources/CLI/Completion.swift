import ArgumentParser

/// `dblab completion`: prints a completion script.
struct Completion: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a completion script for a shell.")

    /// The shells that completion can be made for.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() throws {
        let script =
            switch shell {
            case .bash: Dblab.completionScript(for: .bash)
            case .zsh: Dblab.completionScript(for: .zsh)
            case .fish: Dblab.completionScript(for: .fish)
            }
        print(script)
    }
}
