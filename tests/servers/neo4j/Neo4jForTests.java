import java.nio.file.Files;
import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilder;
import org.neo4j.harness.Neo4jBuilders;

/** A real Neo4j on loopback: prints its Bolt address, and stops when standard input ends. */
public class Neo4jForTests {
    /** Arguments: the folder that it may write into, a password, perhaps the home of a Neo4j whose data it takes over. */
    public static void main(String[] arguments) throws Exception {
        Path work = Files.createDirectories(Path.of(arguments[0]));
        Neo4jBuilder builder = Neo4jBuilders.newInProcessBuilder(work)
                .withDisabledServer()
                .withConfig(GraphDatabaseSettings.auth_enabled, true);
        if (arguments.length > 2) {
            builder = builder.copyFrom(Path.of(arguments[2]));
        }
        try (Neo4j neo4j = builder.build()) {
            neo4j.databaseManagementService().database("system").executeTransactionally(
                    "ALTER USER neo4j SET PASSWORD '" + arguments[1] + "' CHANGE NOT REQUIRED");
            System.out.println("BOLT " + neo4j.boltURI());
            System.out.flush();
            while (System.in.read() >= 0) { }
        }
    }
}
