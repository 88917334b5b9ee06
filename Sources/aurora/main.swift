import AuroraCLI
import Glibc

exit(await AuroraMain.run(arguments: Array(CommandLine.arguments.dropFirst())))
